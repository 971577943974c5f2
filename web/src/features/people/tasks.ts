/** What can be done with a picture of a person. */
export const TASKS = ['identify', 'verify', 'enrol'] as const;
export type Task = (typeof TASKS)[number];

/** How many pictures each takes. */
export const MOST_PICTURES: Readonly<Record<Task, number>> = { identify: 1, verify: 1, enrol: 5 };
