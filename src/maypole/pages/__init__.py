"""Pages that look at the whole loop at once: today, the children, one child, the clinic, the trail."""
