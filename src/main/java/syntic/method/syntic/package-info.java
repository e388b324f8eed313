/** SynTIC: its components, its configuration, its training and the trained system that captions photos. */
package syntic.method.syntic;
