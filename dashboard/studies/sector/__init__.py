"""Who fell and who did not: many names on one shared date."""
