// Improves pages; nothing here is needed. No eval, no inline handlers (CSP).
"use strict";
