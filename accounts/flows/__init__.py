"""One verb a file: how somebody signs in and out of a portal."""
