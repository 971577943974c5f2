import { createApp } from 'vue';
import Confirm from './Confirm.vue';
import './style.css';

createApp(Confirm).mount('#app');
