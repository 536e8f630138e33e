"""Addresses and phone numbers in each country's own form, for several blocks.

A block shows `forms.address_form`, and reads with `reading.address_from` what was sent.
"""
