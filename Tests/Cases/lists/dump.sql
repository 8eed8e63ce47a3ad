-- MySQL dump 10.13
INSERT INTO `gone` VALUES ('ann@x.example');
