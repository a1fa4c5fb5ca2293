BEGIN TRANSACTION;
CREATE TABLE approval (
	line INTEGER NOT NULL, 
	volunteer VARCHAR NOT NULL, 
	rider VARCHAR NOT NULL, 
	approved_on DATE NOT NULL, 
	valid_until DATE, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	PRIMARY KEY (line), 
	FOREIGN KEY(volunteer) REFERENCES volunteer (volunteer) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(rider) REFERENCES rider (rider) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "approval" VALUES(0,'V01','R02','2026-03-01',NULL,'','');
CREATE TABLE availability (
	line INTEGER NOT NULL, 
	volunteer VARCHAR NOT NULL, 
	days TEXT NOT NULL, 
	start TIME NOT NULL, 
	"end" TIME NOT NULL, 
	start_from VARCHAR NOT NULL, 
	back_to VARCHAR NOT NULL, 
	own_trip BOOLEAN NOT NULL, 
	max_detour_minutes INTEGER NOT NULL, 
	every_weeks INTEGER NOT NULL, 
	first_date DATE, 
	last_date DATE, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	PRIMARY KEY (line), 
	FOREIGN KEY(volunteer) REFERENCES volunteer (volunteer) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "availability" VALUES(0,'V01','Mon Tue','04:00:00.000000','07:00:00.000000','','',0,15,1,NULL,NULL,'','');
CREATE TABLE avoid (
	line INTEGER NOT NULL, 
	volunteer VARCHAR NOT NULL, 
	rider VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	PRIMARY KEY (line), 
	FOREIGN KEY(volunteer) REFERENCES volunteer (volunteer) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(rider) REFERENCES rider (rider) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "avoid" VALUES(0,'V01','R02','','');
CREATE TABLE away (
	line INTEGER NOT NULL, 
	who VARCHAR NOT NULL, 
	first_date DATE NOT NULL, 
	last_date DATE NOT NULL, 
	start TIME, 
	"end" TIME, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	PRIMARY KEY (line)
);
INSERT INTO "away" VALUES(0,'R02','2026-12-24','2026-12-26',NULL,NULL,'','');
CREATE TABLE covered (
	edition INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	request VARCHAR NOT NULL, 
	rider VARCHAR NOT NULL, 
	date DATE NOT NULL, 
	fallback VARCHAR NOT NULL, 
	PRIMARY KEY (edition, line), 
	FOREIGN KEY(edition) REFERENCES edition (number)
);
INSERT INTO "covered" VALUES(1,0,'S01:2026-12-14:back','R01','2026-12-14','bed');
CREATE TABLE edition (
	number INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	first_date DATE NOT NULL, 
	days INTEGER NOT NULL, 
	ends_on DATE NOT NULL, 
	objective FLOAT NOT NULL, 
	bound FLOAT NOT NULL, 
	proven BOOLEAN NOT NULL, 
	seconds FLOAT NOT NULL, 
	problem_json TEXT NOT NULL, 
	plan_json TEXT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "edition" VALUES(1,'2026-12-13 20:15:30.123456','2026-12-14',7,'2026-12-21',1234.5,1200.25,0,3.5,'{"epoch": "2026-12-14"}','{}');
CREATE TABLE learner (
	rider VARCHAR NOT NULL, 
	born VARCHAR NOT NULL, 
	permit_until DATE NOT NULL, 
	transmission VARCHAR NOT NULL, 
	lesson_minutes INTEGER NOT NULL, 
	lessons_per_week INTEGER NOT NULL, 
	min_days_between INTEGER NOT NULL, 
	waiting_since DATE, 
	practised_minutes INTEGER NOT NULL, 
	may_practise_on_rides BOOLEAN NOT NULL, 
	intro_course_on DATE, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	line INTEGER NOT NULL, 
	PRIMARY KEY (rider), 
	FOREIGN KEY(rider) REFERENCES rider (rider) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "learner" VALUES('R02','1999','2028-01-31','',60,2,1,NULL,0,0,NULL,'','',0);
CREATE TABLE lesson_time (
	line INTEGER NOT NULL, 
	rider VARCHAR NOT NULL, 
	days TEXT NOT NULL, 
	start TIME NOT NULL, 
	"end" TIME NOT NULL, 
	place VARCHAR NOT NULL, 
	first_date DATE, 
	last_date DATE, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	PRIMARY KEY (line), 
	FOREIGN KEY(rider) REFERENCES rider (rider) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "lesson_time" VALUES(0,'R02','Sat','10:00:00.000000','14:00:00.000000','',NULL,NULL,'','');
CREATE TABLE licence (
	line INTEGER NOT NULL, 
	volunteer VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	country VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	PRIMARY KEY (line), 
	FOREIGN KEY(volunteer) REFERENCES volunteer (volunteer) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "licence" VALUES(0,'V01','2001-05-02',NULL,'SE','B','','');
CREATE TABLE place (
	name VARCHAR NOT NULL, 
	lat FLOAT NOT NULL, 
	lon FLOAT NOT NULL, 
	country VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	line INTEGER NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "place" VALUES('Undersåker',63.32,13.25,'SE','village','','',0);
INSERT INTO "place" VALUES('Duved',63.39,12.93,'SE','village','','survey',1);
INSERT INTO "place" VALUES('Duved church',63.391,12.931,'SE','meeting-point','','',2);
CREATE TABLE planned_stop (
	edition INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	volunteer VARCHAR NOT NULL, 
	date DATE NOT NULL, 
	trip INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	action VARCHAR NOT NULL, 
	place VARCHAR NOT NULL, 
	arrives_at DATETIME NOT NULL, 
	begins_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	minutes INTEGER NOT NULL, 
	metres INTEGER NOT NULL, 
	own_trip BOOLEAN NOT NULL, 
	serves VARCHAR NOT NULL, 
	rider VARCHAR NOT NULL, 
	journey VARCHAR NOT NULL, 
	journey_date DATE, 
	seats INTEGER NOT NULL, 
	PRIMARY KEY (edition, line), 
	FOREIGN KEY(edition) REFERENCES edition (number)
);
INSERT INTO "planned_stop" VALUES(1,0,'V01','2026-12-14',1,0,'depart','home:V01','2026-12-14 04:00:00.000000','2026-12-14 04:00:00.000000','2026-12-14 04:00:00.000000',12,9500,0,'','','',NULL,0);
INSERT INTO "planned_stop" VALUES(1,1,'V01','2026-12-14',1,1,'pickup','home:V01','2026-12-14 04:01:00.000000','2026-12-14 04:01:00.000000','2026-12-14 04:01:00.000000',12,9500,0,'S02:2026-12-14:out','R01','S02:2026-12-14:out','2026-12-14',1);
CREATE TABLE promise (
	serves VARCHAR NOT NULL, 
	volunteer VARCHAR NOT NULL, 
	begins_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	told_at DATETIME NOT NULL, 
	PRIMARY KEY (serves)
);
INSERT INTO "promise" VALUES('S02:2026-12-14:out','V01','2026-12-14 04:00:00.000000','2026-12-14 04:20:00.000000','2026-12-14 04:00:00.000000');
CREATE TABLE ride (
	ride VARCHAR NOT NULL, 
	rider VARCHAR NOT NULL, 
	start VARCHAR NOT NULL, 
	"end" VARCHAR NOT NULL, 
	date DATE NOT NULL, 
	arrive_by TIME, 
	leave_after TIME, 
	seats INTEGER, 
	return_after TIME, 
	urgency VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	line INTEGER NOT NULL, 
	PRIMARY KEY (ride), 
	FOREIGN KEY(rider) REFERENCES rider (rider) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "ride" VALUES('X1','R01','Duved','Undersåker','2026-12-16','10:00:00.000000',NULL,NULL,NULL,'normal','','',0);
CREATE TABLE rider (
	rider VARCHAR NOT NULL, 
	needs TEXT NOT NULL, 
	seats INTEGER NOT NULL, 
	boarding_minutes INTEGER NOT NULL, 
	minor BOOLEAN NOT NULL, 
	limited_visibility BOOLEAN NOT NULL, 
	line INTEGER NOT NULL, 
	PRIMARY KEY (rider)
);
INSERT INTO "rider" VALUES('R02','child-seat:2 woman-driver',1,2,0,0,0);
INSERT INTO "rider" VALUES('R01','',1,2,0,1,1);
CREATE TABLE rider_contact (
	rider VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	home VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	pickup_note VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	PRIMARY KEY (rider), 
	FOREIGN KEY(rider) REFERENCES rider (rider) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "rider_contact" VALUES('R02','Berit Example','Undersåker','Example lane 2','the yellow house','070-000 00 02','berit@example.org','ar','calls in the evening','phone call');
INSERT INTO "rider_contact" VALUES('R01','Anders Example','Duved church','','','0700000001','','','','');
CREATE TABLE road (
	line INTEGER NOT NULL, 
	start VARCHAR NOT NULL, 
	"end" VARCHAR NOT NULL, 
	km FLOAT NOT NULL, 
	minutes FLOAT NOT NULL, 
	road VARCHAR NOT NULL, 
	limit_kmh INTEGER, 
	one_way BOOLEAN NOT NULL, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	PRIMARY KEY (line)
);
INSERT INTO "road" VALUES(0,'Undersåker','Duved',22.5,20.25,'E14',90,0,'','');
INSERT INTO "road" VALUES(1,'Duved','Duved church',0.4,1.0,'',NULL,1,'','');
CREATE TABLE shift (
	shift VARCHAR NOT NULL, 
	rider VARCHAR NOT NULL, 
	workplace VARCHAR NOT NULL, 
	days TEXT NOT NULL, 
	start TIME NOT NULL, 
	"end" TIME NOT NULL, 
	employer VARCHAR NOT NULL, 
	first_date DATE, 
	last_date DATE, 
	every_weeks INTEGER NOT NULL, 
	start_from VARCHAR NOT NULL, 
	back_to VARCHAR NOT NULL, 
	earliest_arrival INTEGER NOT NULL, 
	latest_arrival INTEGER NOT NULL, 
	ready_after INTEGER NOT NULL, 
	longest_wait INTEGER NOT NULL, 
	legs VARCHAR NOT NULL, 
	fallback_out VARCHAR NOT NULL, 
	fallback_back VARCHAR NOT NULL, 
	holidays VARCHAR NOT NULL, 
	urgency VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	line INTEGER NOT NULL, 
	PRIMARY KEY (shift), 
	FOREIGN KEY(rider) REFERENCES rider (rider) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "shift" VALUES('S02','R02','Duved','Mon Tue','05:00:00.000000','13:30:00.000000','',NULL,NULL,1,'','',40,5,5,40,'both','none','none','as-usual','normal','','',0);
INSERT INTO "shift" VALUES('S01','R01','Undersåker','Sun','22:00:00.000000','06:00:00.000000','',NULL,NULL,1,'','',40,5,5,40,'both','none','none','as-usual','normal','','',1);
CREATE TABLE shift_change (
	line INTEGER NOT NULL, 
	shift VARCHAR NOT NULL, 
	date DATE NOT NULL, 
	change VARCHAR NOT NULL, 
	start TIME, 
	"end" TIME, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	PRIMARY KEY (line), 
	FOREIGN KEY(shift) REFERENCES shift (shift) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "shift_change" VALUES(0,'S02','2026-12-15','cancelled',NULL,NULL,'','');
CREATE TABLE store_version (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "store_version" VALUES(1);
CREATE TABLE supervisor (
	volunteer VARCHAR NOT NULL, 
	born VARCHAR NOT NULL, 
	transmission VARCHAR NOT NULL, 
	intro_course_on DATE, 
	other_approvals INTEGER NOT NULL, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	line INTEGER NOT NULL, 
	PRIMARY KEY (volunteer), 
	FOREIGN KEY(volunteer) REFERENCES volunteer (volunteer) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "supervisor" VALUES('V01','1960-05-31','manual',NULL,0,'','',0);
CREATE TABLE unserved (
	edition INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	rider VARCHAR NOT NULL, 
	date DATE NOT NULL, 
	verdict VARCHAR NOT NULL, 
	facts JSON NOT NULL, 
	count INTEGER NOT NULL, 
	PRIMARY KEY (edition, line), 
	FOREIGN KEY(edition) REFERENCES edition (number)
);
INSERT INTO "unserved" VALUES(1,0,'S01:2026-12-15','commute','R01','2026-12-15','taken','["V01: 31 min over the day''s driving", "V02: not free, by 25 min"]',1);
CREATE TABLE vehicle (
	vehicle VARCHAR NOT NULL, 
	seats INTEGER NOT NULL, 
	offers TEXT NOT NULL, 
	transmission VARCHAR NOT NULL, 
	place VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	line INTEGER NOT NULL, 
	PRIMARY KEY (vehicle)
);
INSERT INTO "vehicle" VALUES('car-1',4,'wheelchair:1','','Duved','','',0);
CREATE TABLE volunteer (
	volunteer VARCHAR NOT NULL, 
	seats INTEGER NOT NULL, 
	offers TEXT NOT NULL, 
	max_drive_minutes_per_day INTEGER NOT NULL, 
	max_days_per_week INTEGER NOT NULL, 
	max_asks_per_week INTEGER, 
	max_wait_away INTEGER NOT NULL, 
	notice_hours INTEGER NOT NULL, 
	only_employer VARCHAR NOT NULL, 
	record_seen_on DATE, 
	active BOOLEAN NOT NULL, 
	line INTEGER NOT NULL, 
	PRIMARY KEY (volunteer)
);
INSERT INTO "volunteer" VALUES('V02',4,'no-dog',240,7,NULL,30,24,'',NULL,1,0);
INSERT INTO "volunteer" VALUES('V01',4,'',240,7,2,30,24,'',NULL,1,1);
CREATE TABLE volunteer_contact (
	volunteer VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	home VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	languages TEXT NOT NULL, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	PRIMARY KEY (volunteer), 
	FOREIGN KEY(volunteer) REFERENCES volunteer (volunteer) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "volunteer_contact" VALUES('V02','Cilla Example','63.33,13.26','','','sv ar','','');
INSERT INTO "volunteer_contact" VALUES('V01','David Example','Duved','0700000011','','','','');
CREATE INDEX ix_edition_ends_on ON edition (ends_on);
CREATE INDEX ix_promise_begins_at ON promise (begins_at);
CREATE INDEX ix_planned_stop_date ON planned_stop (date);
CREATE INDEX ix_unserved_date ON unserved (date);
CREATE INDEX ix_covered_date ON covered (date);
COMMIT;
