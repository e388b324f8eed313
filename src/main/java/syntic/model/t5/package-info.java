/** T5 and FLAN-T5: an encoder reads a prompt, a decoder answers it token by token. */
package syntic.model.t5;

