/** CapDec and CLOSE: noise on text features, a decoder of its own or a pretrained GPT-2 behind a mapper. */
package syntic.method.capdec;
