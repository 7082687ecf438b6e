"""What the pages show, worked out beforehand: templates choose nothing and compute nothing."""
