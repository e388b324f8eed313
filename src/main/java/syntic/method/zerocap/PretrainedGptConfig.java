package syntic.method.zerocap;

import syntic.method.LanguageModelConfig;

/** A GPT-2 as it is, from its folder. */
public record PretrainedGptConfig() implements LanguageModelConfig {}
