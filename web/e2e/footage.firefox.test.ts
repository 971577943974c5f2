import { beforeFootage } from './footage';

beforeFootage('firefox');
