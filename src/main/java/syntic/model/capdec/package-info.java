/** How CapDec turns a CLIP feature into the vectors that stand before the tokens of its language model. */
package syntic.model.capdec;

