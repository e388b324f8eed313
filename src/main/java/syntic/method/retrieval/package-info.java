/** CLIPRe: the nearest sentence is the caption. */
package syntic.method.retrieval;
