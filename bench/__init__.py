"""Measurements, each as a whole: real server processes on loopback, real databases."""
