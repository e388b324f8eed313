package syntic.method;

/**
 * The settings of the language model that writes a system's captions: {@link DecoderConfig}, or one that a paper has of
 * its own. A configuration is a record of values; what trains is a class beside it.
 */
public interface LanguageModelConfig {}
