"""Texts of answers, read: numbers, years and places. What isn't certain is a doubt, never a guess."""
