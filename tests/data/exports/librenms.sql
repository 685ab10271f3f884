-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: librenms
-- ------------------------------------------------------
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;

DROP TABLE IF EXISTS `alert_log`;
CREATE TABLE `alert_log` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `details` longblob DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
INSERT INTO `alert_log` VALUES (1,'a \'quoted\'; INSERT INTO `devices` VALUES (9);');

DROP TABLE IF EXISTS `devices`;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `devices` (
  `device_id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `hostname` varchar(128) NOT NULL,
  `sysName` varchar(128) DEFAULT NULL,
  `ip` varbinary(16) DEFAULT NULL,
  `community` varchar(255) DEFAULT NULL,
  `sysObjectID` varchar(128) DEFAULT NULL,
  `sysDescr` text DEFAULT NULL,
  `version` text DEFAULT NULL,
  `hardware` text DEFAULT NULL,
  `location_id` int(10) unsigned DEFAULT NULL,
  `os` varchar(32) DEFAULT NULL,
  `type` varchar(20) NOT NULL DEFAULT '',
  `serial` text DEFAULT NULL COMMENT 'as told, not checked',
  PRIMARY KEY (`device_id`),
  UNIQUE KEY `devices_hostname_unique` (`hostname`)
) ENGINE=InnoDB AUTO_INCREMENT=23 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
LOCK TABLES `devices` WRITE;
INSERT INTO `devices` VALUES (21,'192.0.2.21','rtr-21','\0\0',NULL,'.1.3.6.1.4.1.14988.1','RouterOS CCR1036-8G-2S+','6.49.10','CCR1036-8G-2S+',1,'routeros','network','A1B20C21D0E1'),(22,'cam-22.example.net','O\'Neil\\s camera',_binary 'À\0',NULL,'.1.3.6.1.4.1.39165.1.6','Hikvision IP camera',NULL,'DS-2CD2143G2-I',2,'hikvision','camera','DS-2CD2143G2-I20220022AAWR');
UNLOCK TABLES;

CREATE TABLE `entPhysical` (
  `entPhysical_id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `device_id` int(10) unsigned NOT NULL,
  `entPhysicalIndex` int(11) NOT NULL,
  `entPhysicalDescr` text NOT NULL,
  `entPhysicalClass` text NOT NULL,
  `entPhysicalName` text NOT NULL,
  `entPhysicalModelName` text DEFAULT NULL,
  `entPhysicalSerialNum` text DEFAULT NULL,
  `entPhysicalContainedIn` int(11) NOT NULL,
  `entPhysicalParentRelPos` int(11) NOT NULL,
  `entPhysicalMfgName` text NOT NULL,
  PRIMARY KEY (`entPhysical_id`)
) ENGINE=InnoDB;
INSERT INTO `entPhysical` VALUES (1,21,65536,'RouterOS 6.49.10 on CCR1036-8G-2S+','chassis','','CCR1036-8G-2S+','A1B20C21D0E1',0,-1,'MikroTik'),
(2,21,65537,'10G module','module','sfp1','S+31DLC10D','S31D00210001',65536,1,'MikroTik');

CREATE TABLE `links` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `local_port_id` int(10) unsigned DEFAULT NULL,
  `local_device_id` int(10) unsigned NOT NULL,
  `remote_port_id` int(10) unsigned DEFAULT NULL,
  `active` tinyint(1) NOT NULL DEFAULT 1,
  `protocol` varchar(11) DEFAULT NULL,
  `remote_hostname` varchar(128) NOT NULL,
  `remote_device_id` int(10) unsigned NOT NULL,
  `remote_port` varchar(128) NOT NULL
) ENGINE=InnoDB;
INSERT INTO `links` (`id`, `local_port_id`, `local_device_id`, `remote_port_id`, `active`, `protocol`, `remote_hostname`, `remote_device_id`, `remote_port`) VALUES (1,61,21,62,1,'lldp','O\'Neil\\s camera',22,'eth0');

CREATE TABLE `locations` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `location` varchar(255) NOT NULL,
  `lat` double(10,6) DEFAULT NULL
) ENGINE=InnoDB;
INSERT INTO `locations` VALUES (1,'North',NULL),(2,'Gate; "east"',-1.500000);

CREATE TABLE `ports` (
  `port_id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `device_id` int(10) unsigned NOT NULL,
  `ifName` varchar(64) DEFAULT NULL,
  `ifPhysAddress` varchar(64) DEFAULT NULL
) ENGINE=InnoDB;
INSERT INTO `ports` VALUES (61,21,'ether1','4c5e0c005321'),(62,22,'eth0','4419b6005322');
-- Dump completed on 2026-11-23  8:00:00
