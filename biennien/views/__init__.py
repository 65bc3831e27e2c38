"""Page → what its template shows: plain values in one language, with relative addresses, sorted and worded."""
