/**
 * What a report of a fault needs: the state of this machine, and whether its models compute what they should. Start at
 * {@link syntic.doctor.DoctorCommand}.
 */
package syntic.doctor;
