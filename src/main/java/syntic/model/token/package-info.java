/** What the tokenizers of CLIP, GPT-2 and T5 have in common: their interface, byte pairs, files. */
package syntic.model.token;

