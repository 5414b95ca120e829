"""Parts of the generator of test plans; tests/build_plan.py is the door."""
