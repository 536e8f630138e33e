"""Who sees what, for staff: the rule builder's questions, named rules, who gains and who loses."""
