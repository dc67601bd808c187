// The one script a page links. Each module adds one behaviour to pages that already work without it.
import { startDrafts } from "./draft.js";
import { startFocus } from "./focus.js";
import { startMenus } from "./menu.js";
import { startNetwork } from "./network.js";
import { startPrint } from "./print.js";
import { startRows } from "./rows.js";
import { startSignOut } from "./signout.js";
import { startStudio } from "./studio.js";
import { startTheme } from "./theme.js";
import { startToasts } from "./toast.js";

startTheme();
startMenus();
startToasts();
startNetwork();
startFocus();
startDrafts();
startRows();
startPrint();
startSignOut();
startStudio();
