/**
 * Collections of captions and the files they come in: COCO caption files, Karpathy's data-set files, plain text, and
 * COCO result files. Readers are strict: what they cannot take they refuse with a message that names the file, the
 * element and the reason.
 */
package syntic.corpus;

