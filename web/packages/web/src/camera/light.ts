/** How light the picture is, measured in the browser many times a second, long before the server has said so. */
export type Light = 'dark' | 'good' | 'bright';
