/** The fidelity ledger: every hyper-parameter, its values and its source. */
package syntic.ledger;

