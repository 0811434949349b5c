"""Work for many machines: jobs in the database (Procrastinate), workers that run each as a Scrapy command."""
