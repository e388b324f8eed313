/**
 * The temperature observatory on one's own features: what each temperature makes of their projection, as a table,
 * figures and a page. Notebook 03 does it for the miniature, step by step.
 */
package syntic.observatory;
