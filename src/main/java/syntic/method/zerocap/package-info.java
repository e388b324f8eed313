/** ZeroCap: a language model whose memory is shifted word by word to where CLIP finds that the text fits the photo. */
package syntic.method.zerocap;
