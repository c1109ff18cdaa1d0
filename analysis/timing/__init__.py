"""When the prices moved: abnormal returns by session, and the date that the data choose."""
