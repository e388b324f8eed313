/**
 * Feature packs: folders with the features of pictures, photos or sentences, the tags of their objects and the record
 * of what made them, made in pieces by as many processes as there are, and shared.
 */
package syntic.pack;
