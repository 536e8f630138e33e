/* Brings the rule widget into the editor, and the question before publishing. */

import { watchPublishing } from "./publishing.js";
import { RuleController } from "./rule_controller.js";
import { RuleWidget } from "./stream_widget.js";

window.telepath.register("access_rules.RuleWidget", RuleWidget);
window.wagtail.app.register("rule", RuleController);
watchPublishing();
