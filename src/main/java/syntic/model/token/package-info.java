/** What the tokenizers of CLIP, GPT-2 and T5 have in common: their interface and their files. */
package syntic.model.token;
