"""The demo's story: an invented service, six people, a month of reports in neutral words."""
