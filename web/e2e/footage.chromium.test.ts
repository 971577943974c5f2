import { beforeFootage } from './footage';

beforeFootage('chromium');
