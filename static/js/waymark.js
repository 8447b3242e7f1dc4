// Behaviours, each chosen by a data- attribute in the page. Every page works without them.
import { closeMenus } from "./menus.js";
import { makeFiles } from "./downloads.js";
import { guardForms } from "./forms.js";
import { keepWords } from "./keep.js";
import { offerKeySwitch } from "./keys.js";
import { readRoadmap } from "./read.js";
import { watchReading } from "./reading.js";
import { moveRows } from "./rows.js";
import { offerSearch } from "./search.js";
import { offerTheme } from "./themes.js";

closeMenus();
guardForms();
makeFiles();
keepWords();
watchReading();
readRoadmap();
offerKeySwitch();
moveRows();
offerSearch();
offerTheme();
