package syntic.miniature.world;

/** How large an object is among those of scenes like its own; only the extremes are ever put into words. */
public enum Size { SMALL, MEDIUM, LARGE }
