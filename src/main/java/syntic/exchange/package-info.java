/** Features in files of other programs: NumPy, safetensors, CSV, clip-retrieval; reading, and writing. */
package syntic.exchange;
