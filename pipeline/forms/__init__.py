"""The follow-up: forms that go out to units and come back, what they say, who sent none."""
