/**
 * Projects: a folder that names captions, photos, models and settings of one's own, as a data set like any other. What
 * takes long lies in feature packs below it.
 */
package syntic.project;
