/**
 * The caption decoder's language model: a GPT-2 that reads embeddings, so that a prefix of image features can stand
 * before the tokens, with its loss and its ways of decoding.
 */
package syntic.model.gpt;

