"""What the pages share: session, frame, controls, tables, files."""
