"""The company itself: branches, departments, employees, holidays."""
