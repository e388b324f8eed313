package syntic.method;

/**
 * The settings of the language model that writes a system's captions: {@link DecoderConfig}, or one that a paper has of
 * its own. A configuration is a record of values; what trains is a class beside it.
 */
public interface LanguageModelConfig {
    /** The same with another number of passes over the training sentences; itself where nothing is trained. */
    LanguageModelConfig withEpochs(int epochs);
}
