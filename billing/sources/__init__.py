"""Orders from elsewhere: what every source hands over, and the reading of files."""
