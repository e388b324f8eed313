/** C3: modalities without their means, noise, a decoder. */
package syntic.method.c3;
